import { PaymentReceiptReport } from '@bangdai/contracts/http';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { FromMachine } from '../http/route-marks.js';
import { Answers } from '../openapi/answers.decorator.js';
import { InboundService, type InboundAnswer } from './inbound.service.js';
import { EventId, SignatureGuard, SignedBy } from './signature.guard.js';

/** The treasury reports what became of a payment order. */
@Controller('v1/treasury')
@FromMachine()
@SignedBy('treasury')
@UseGuards(SignatureGuard)
export class TreasuryInboundController {
  constructor(private readonly inbound: InboundService) {}

  @Post('receipts')
  @HttpCode(202)
  @Answers('国库回单', 'InboundAnswer', { status: 202, signed: true })
  reportPayment(
    @EventId() eventId: string,
    @Body({ schema: PaymentReceiptReport }) payload: z.infer<typeof PaymentReceiptReport>,
  ): Promise<InboundAnswer> {
    const { county, orderNo: subjectNo } = payload;
    return this.inbound.take(eventId, { county, bank: null, kind: 'paymentReported', subjectNo, payload });
  }
}
