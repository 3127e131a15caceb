import { Module } from '@nestjs/common';
import { StateModule } from '../state/state.module.js';
import { ApprovalController } from './approval.controller.js';
import { ChangedTexts } from './changed-texts.js';
import { DecideService } from './decide.service.js';
import { DecisionFacts } from './decision-facts.js';
import { DecisionHistory } from './decision-history.js';
import { DecisionLedger } from './decision-ledger.js';
import { DecisionOutcomes } from './decision-outcomes.js';
import { DecisionsController } from './decisions.controller.js';
import { ChangesRequestedList } from './changes-requested.js';
import { GateDispositions } from './gate-dispositions.js';
import { GateStanding } from './gate-standing.js';
import { GateList } from './gate-list.js';
import { GateOpeners } from './gate-openers.js';
import { GatesController } from './gates.controller.js';
import { ProofSigner } from './proof-signer.js';
import { ReadVersions } from './read-versions.js';
import { SettlementService } from './settlement.service.js';
import { StrandedWatch } from './stranded-watch.js';

@Module({
  imports: [StateModule],
  controllers: [ApprovalController, DecisionsController, GatesController],
  providers: [
    ChangedTexts,
    ChangesRequestedList,
    DecideService,
    DecisionFacts,
    DecisionHistory,
    DecisionLedger,
    DecisionOutcomes,
    GateDispositions,
    GateList,
    GateOpeners,
    GateStanding,
    ProofSigner,
    ReadVersions,
    SettlementService,
    StrandedWatch,
  ],
  exports: [ChangesRequestedList, DecisionFacts, DecisionLedger, GateList, ProofSigner, SettlementService],
})
export class ApprovalModule {}
