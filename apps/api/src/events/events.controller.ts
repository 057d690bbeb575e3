import type { Actor } from '@bangdai/contracts';
import type { ScopedEvent } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Inject, Req, Sse, type MessageEvent } from '@nestjs/common';
import { Observable, concatMap, filter, interval, map, merge, of, takeWhile } from 'rxjs';
import { Roles } from '../auth/access.js';
import { SessionService } from '../auth/session.service.js';
import type { ApiRequest } from '../http/api-request.js';
import { ActorOf } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { mayLearn, told } from './event-scope.js';

const heartbeatMs = 15_000;

/** Server-sent events: what changed, never the data itself; the screen then asks for what it shows. */
@Controller('v1/events')
export class EventsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly sessions: SessionService,
  ) {}

  @Sse()
  @Roles('readRecords')
  @Answers('变更推送（SSE）', 'LiveEvents')
  events(@ActorOf() actor: Actor, @Req() request: ApiRequest): Observable<MessageEvent> {
    const changes = this.changes().pipe(
      filter((event) => mayLearn(actor, event)),
      map((event): MessageEvent => ({ type: event.topic, data: told(event) })),
    );
    return merge(of(beat()), changes, this.heartbeats(request.sessionToken ?? ''));
  }

  private changes(): Observable<ScopedEvent> {
    return new Observable((subscriber) => {
      const unsubscribe = this.persistence.liveFeed.subscribe((event) => subscriber.next(event));
      return unsubscribe;
    });
  }

  /** Keeps proxies from closing a silent stream, and ends it with the session. */
  private heartbeats(token: string): Observable<MessageEvent> {
    return interval(heartbeatMs).pipe(
      concatMap(async () => (await this.sessions.look(token)) !== null),
      takeWhile((isLive) => isLive),
      map(beat),
    );
  }
}

const beat = (): MessageEvent => ({ type: 'heartbeat', data: { at: new Date().toISOString() } });
