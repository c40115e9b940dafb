using CsCheck;

namespace EdgeIpc.Spool.Tests;

/// <summary>Random wishes of people and steps of the spooler, against a list that is kept by hand.</summary>
public sealed class SpoolModelTests
{
    private enum Step
    {
        Submit,
        SubmitHeld,
        Hold,
        Release,
        Cancel,
        Restart,
        Take,
        SendBand,
        ConfirmAll,
        Finish,
        SpoolerDies,
    }

    [Fact]
    public void Every_accepted_job_is_in_exactly_one_state_whatever_is_done_to_it() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 9]).Array[1, 25].Sample(steps =>
        {
            using var model = new Model();
            foreach (var (step, which) in steps) model.Do(step, which);
            model.Check();
        }, iter: 30);

    private sealed class Model : IDisposable
    {
        private readonly TempSpool _temp = new();
        private readonly Dictionary<long, JobState> _expected = [];
        private readonly List<long> _unconfirmed = [];
        private SpoolerSeat _seat;
        private long? _inHand;
        private int _bandIndex;
        private long _rowsConfirmed;

        public Model() => _seat = _temp.Spool.TakeSeat()!;

        public void Do(Step step, int which)
        {
            long job = _expected.Count == 0 ? 0 : _expected.Keys.ElementAt(which % _expected.Count);
            switch (step)
            {
                case Step.Submit:
                    _expected[_temp.Accept()] = JobState.Pending;
                    break;
                case Step.SubmitHeld:
                    _expected[_temp.Accept(hold: true)] = JobState.PendingHeld;
                    break;
                case Step.Hold:
                    Manage(job, JobOperation.Hold, _temp.Spool.Hold);
                    break;
                case Step.Release:
                    Manage(job, JobOperation.Release, _temp.Spool.Release);
                    break;
                case Step.Cancel:
                    Manage(job, JobOperation.Cancel, _temp.Spool.Cancel);
                    break;
                case Step.Restart:
                    Manage(job, JobOperation.Restart, _temp.Spool.Restart);
                    break;
                case Step.SpoolerDies:
                    Die();
                    break;
                default:
                    Print(step);
                    break;
            }
        }

        public void Check()
        {
            _temp.Reopen();
            Assert.Equal(_expected, _temp.Spool.Jobs(withFinished: true).ToDictionary(job => job.Number, job => job.State));
            var totals = _temp.Spool.Totals();
            Assert.Equal(_expected.Count, totals.Jobs.Accepted);
            Assert.Equal((_rowsConfirmed, _unconfirmed.Count), (totals.Bands.RowsConfirmed, totals.Bands.BandsUnconfirmed));
        }

        public void Dispose()
        {
            _seat.Dispose();
            _temp.Dispose();
        }

        private void Manage(long job, JobOperation operation, Func<long, ManageResult> wish)
        {
            var result = wish(job);
            if (!_expected.TryGetValue(job, out var state))
            {
                Assert.IsType<ManageResult.NoSuchJob>(result);
                return;
            }

            switch (JobTransitions.Decide(state, operation))
            {
                case JobDecision.MoveTo moved:
                    Assert.IsType<ManageResult.Done>(result);
                    _expected[job] = moved.State;
                    break;
                case JobDecision.Request:
                    Assert.IsType<ManageResult.Requested>(result);
                    break;
                default:
                    Assert.IsType<ManageResult.Refused>(result);
                    break;
            }
        }

        private void Print(Step step)
        {
            if (step == Step.Take && _inHand is null)
            {
                _inHand = _seat.TakeNext()?.Job.Number;
                _bandIndex = 0;
                if (_inHand is { } taken) _expected[taken] = JobState.Processing;
            }
            else if (step == Step.SendBand && _inHand is { } sending)
            {
                _unconfirmed.Add(_seat.NoteSent(TempSpool.Band(sending, _bandIndex++, rows: 5)));
            }
            else if (step == Step.ConfirmAll)
            {
                _seat.NoteConfirmed(_unconfirmed);
                _rowsConfirmed += 5 * _unconfirmed.Count;
                _unconfirmed.Clear();
            }
            else if (step == Step.Finish && _inHand is { } done && _unconfirmed.Count == 0)
            {
                bool canceled = _seat.IsCancelRequested(done);
                if (canceled) _seat.FinishCancel(done);
                else _seat.Complete(done);
                _expected[done] = canceled ? JobState.Canceled : JobState.Completed;
                _inHand = null;
            }
        }

        private void Die()
        {
            _seat.Dispose();
            _temp.Reopen();
            _seat = _temp.Spool.TakeSeat()!;
            // The next spooler finds the job in hand first, with its journal.
            if (_inHand is not { } job) return;
            var claimed = _seat.TakeNext()!;
            Assert.Equal(job, claimed.Job.Number);
            Assert.Equal(_unconfirmed, claimed.Bands.Where(band => band.Fate == BandFate.Unconfirmed).Select(band => band.Serial));
        }
    }
}
