import {
  DisbursementReport,
  OverdueReport,
  RecoveryReport,
  RepaymentReport,
  SubsidyListReport,
} from '@bangdai/contracts/http';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { today } from '../clock.js';
import { FromMachine } from '../http/route-marks.js';
import { Answers } from '../openapi/answers.decorator.js';
import { InboundService, type InboundAnswer } from './inbound.service.js';
import { EventId, SignatureGuard, SignedBy } from './signature.guard.js';

/** Banks call in. Each message is signed, stored once, and answered 202 however often it comes. */
@Controller('v1/bank')
@FromMachine()
@SignedBy('bank')
@UseGuards(SignatureGuard)
export class BankInboundController {
  constructor(private readonly inbound: InboundService) {}

  @Post('disbursements')
  @HttpCode(202)
  @Answers('银行报告：已放款', 'InboundAnswer', { status: 202, signed: true })
  reportDisbursement(
    @EventId() eventId: string,
    @Body({ schema: DisbursementReport }) payload: z.infer<typeof DisbursementReport>,
  ): Promise<InboundAnswer> {
    const { county, bank, loanNo: subjectNo } = payload;
    return this.inbound.take(eventId, { county, bank, kind: 'loanDisbursed', subjectNo, payload });
  }

  @Post('repayments')
  @HttpCode(202)
  @Answers('银行报告：还款', 'InboundAnswer', { status: 202, signed: true })
  reportRepayment(
    @EventId() eventId: string,
    @Body({ schema: RepaymentReport }) payload: z.infer<typeof RepaymentReport>,
  ): Promise<InboundAnswer> {
    const { county, bank, loanNo: subjectNo } = payload;
    return this.inbound.take(eventId, { county, bank, kind: 'repaymentReceived', subjectNo, payload });
  }

  @Post('overdue-notices')
  @HttpCode(202)
  @Answers('银行报告：逾期', 'InboundAnswer', { status: 202, signed: true })
  reportOverdue(
    @EventId() eventId: string,
    @Body({ schema: OverdueReport }) payload: z.infer<typeof OverdueReport>,
  ): Promise<InboundAnswer> {
    const { county, bank, loanNo: subjectNo } = payload;
    return this.inbound.take(eventId, { county, bank, kind: 'overdueNoticed', subjectNo, payload });
  }

  /** The subject of a list is its settlement, which county, bank and day name; before that day it is a forecast. */
  @Post('subsidy-lists')
  @HttpCode(202)
  @Answers('银行报送：贴息清单', 'InboundAnswer', { status: 202, signed: true })
  reportSubsidyList(
    @EventId() eventId: string,
    @Body({ schema: SubsidyListReport }) payload: z.infer<typeof SubsidyListReport>,
  ): Promise<InboundAnswer> {
    const { county, bank, settleOn: subjectNo } = payload;
    if (subjectNo > today()) return this.inbound.keepForecast(eventId, payload);
    return this.inbound.take(eventId, { county, bank, kind: 'subsidyListReceived', subjectNo, payload });
  }

  @Post('recoveries')
  @HttpCode(202)
  @Answers('银行报告：追偿款到账', 'InboundAnswer', { status: 202, signed: true })
  reportRecovery(
    @EventId() eventId: string,
    @Body({ schema: RecoveryReport }) payload: z.infer<typeof RecoveryReport>,
  ): Promise<InboundAnswer> {
    const { county, bank, loanNo: subjectNo } = payload;
    return this.inbound.take(eventId, { county, bank, kind: 'recoveryReceived', subjectNo, payload });
  }
}
