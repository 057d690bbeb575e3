export {
  accountGroups,
  accountKindName,
  accountTitle as accountName,
  journalKindName,
  journalKinds,
} from '@bangdai/contracts/http';
