import type { LiveEvent } from '@bangdai/contracts/http';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { parseLiveEvent, staleTopics } from './live';

const COLLECT_MS = 400;
const BANNER_AFTER_MS = 3_000;
const TOPICS: LiveEvent['topic'][] = ['task', 'loan', 'settlement', 'claim', 'clawback', 'import', 'fund'];

/**
 * One stream for the whole console: events of a moment are collected and make reads stale together.
 * Answers whether the stream is up; after a gap everything is read again, since events may have been missed.
 */
export function useLiveUpdates(enabled: boolean): { lost: boolean } {
  const client = useQueryClient();
  const [lost, setLost] = useState(false);

  useEffect(() => {
    if (!enabled) return undefined;
    let waiting: LiveEvent[] = [];
    let flush: ReturnType<typeof setTimeout> | undefined;
    let banner: ReturnType<typeof setTimeout> | undefined;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource;
    const take = (message: MessageEvent<string>) => {
      const event = parseLiveEvent(message.data);
      if (event === null) return;
      waiting.push(event);
      flush ??= setTimeout(() => {
        const topics = staleTopics(waiting);
        waiting = [];
        flush = undefined;
        for (const topic of topics) void client.invalidateQueries({ queryKey: [topic] });
      }, COLLECT_MS);
    };
    const open = () => {
      source = new EventSource('/v1/events');
      source.onopen = () => {
        clearTimeout(banner);
        if (banner !== undefined) void client.invalidateQueries();
        banner = undefined;
        setLost(false);
      };
      source.onmessage = take;
      for (const topic of TOPICS) source.addEventListener(topic, take);
      source.onerror = () => {
        banner ??= setTimeout(() => setLost(true), BANNER_AFTER_MS);
        // The browser reconnects by itself unless the server answered with an error page.
        if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, BANNER_AFTER_MS);
      };
    };
    open();
    return () => {
      source.close();
      clearTimeout(flush);
      clearTimeout(banner);
      clearTimeout(reopen);
    };
  }, [client, enabled]);
  return { lost };
}
