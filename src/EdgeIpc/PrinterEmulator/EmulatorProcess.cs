using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// The printer as a process: one loop over the line, the printer's own time and the command queue. The model does the
/// physics; this only passes the time and carries bytes.
/// </summary>
internal sealed class EmulatorProcess : IDisposable
{
    /// <summary>The model computes every moment exactly; looking at it more often would only cost wake-ups.</summary>
    private const long ShortestTickNs = 5_000_000;

    /// <summary>How long a printer stays dark when its plug is pulled and put back.</summary>
    private static readonly TimeSpan DarkTime = TimeSpan.FromSeconds(2);

    private readonly ProcessRun _run;
    private readonly EmulatorOptions _options;
    private readonly ILogger _log;
    private readonly EmulatorPage _page;
    private readonly WireFile? _wire;
    private readonly PrinterModel _model;
    private readonly IPrinterLine _line;
    private readonly FaultRun? _faults;
    private readonly CancellationTokenSource _ended = new();
    private readonly PaperFiles _paper;
    private readonly EmulatorCounters _counters;
    private readonly CommandReceiver _receiver;
    private readonly ReceiverCountsPage _receiverCounts;
    private readonly EventLoop _loop = new();
    private readonly LoopTimer _tick;
    private readonly LoopTimer _powerBack;

    public EmulatorProcess(ProcessRun run, EmulatorOptions options)
    {
        (_run, _options, _log) = (run, options, run.CreateLogger());
        var instance = run.Instance;
        var profile = PrinterProfile.Load(options.Profile);
        _page = EmulatorPage.TryOwn(instance.Counters.PrinterEmulator, instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a {run.Role} already; one at a time.");
        _wire = WireFile.Open(options.Wire);
        _model = new PrinterModel(profile, new PrinterModelOptions { LineBaud = options.Baud, TimeScale = options.TimeScale }, _wire);
        _paper = new PaperFiles(instance, _model.Paper, options.Paper, _log);
        _counters = new EmulatorCounters(_page, _model, _log);
        (_receiver, _receiverCounts, _) = StationQueues.OpenReceiver(instance, run.Role);
        _line = options.Listen is { } place ? SocketLine.Listen(place) : PrinterLine.Open(instance.PrinterLink);
        _line.Attach(_loop, Turn);
        _loop.OnReadable(_receiver.File, TakeCommands);
        _tick = _loop.AddTimer(Turn);
        _powerBack = _loop.AddTimer(RestorePower);
        if (options.FaultSeed is { } seed) _faults = new FaultRun(new FaultPlan(seed), _model, options, _loop, Turn, _log);
    }

    public void Run()
    {
        EmulatorLog.Listening(_log, _options.Profile, _options.Baud, _line.Name, _options.Listen is null ? _run.Instance.PrinterLink : _line.Name);
        _counters.Publish();
        _model.LoadPaper(_options.RollMm, MonotonicClock.NowNs);
        _run.Ready($"printing on {_line.Name}");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_run.Stopping, _ended.Token);
        _loop.Run(_run.Beat, stopping.Token);
        Turn();
        var figures = _model.SinceCut;
        if (figures.Bytes > 0) EmulatorLog.HangingOut(_log, _model.Paper.Rows, figures.Bytes, figures.LineSeconds, figures.LineUse * 100, figures.MotorStops, figures.DroppedBytes);
        _paper.WriteLast(MonotonicClock.NowNs);
    }

    public void Dispose()
    {
        _faults?.Dispose();
        _ended.Dispose();
        _powerBack.Dispose();
        _tick.Dispose();
        _loop.Dispose();
        _line.Dispose();
        _receiver.Dispose();
        _receiverCounts.Dispose();
        _wire?.Dispose();
        _page.Dispose();
    }

    /// <summary>Lets happen what is due, carries bytes both ways, and says when to look again.</summary>
    private void Turn()
    {
        long nowNs = MonotonicClock.NowNs;
        _model.AdvanceTo(nowNs);
        _line.Feed(_model, nowNs);
        // Counted before anybody is told: whoever hears that a band is printed finds its rows on the page.
        _counters.Publish();
        _line.Answer(_model);
        _wire?.Flush();
        _paper.Write(nowNs, _model.IsIdle);

        if (_options.Once && _line.HasEnded && _model.IsIdle) _ended.Cancel();
        long nextNs = Math.Min(_model.NextEventNs, _model.IsIdle ? _paper.DrawNs : long.MaxValue);
        if (nextNs == long.MaxValue) _tick.Stop();
        else _tick.StartOnce(TimeSpan.FromMicroseconds(Math.Max(ShortestTickNs, nextNs - nowNs) / 1000.0));
    }

    private void TakeCommands()
    {
        TakeResult taken;
        while ((taken = _receiver.TryTake(out var received)) != TakeResult.Empty)
        {
            if (taken == TakeResult.Taken) _receiver.Answer(received, Obey(received.Command));
        }

        Turn();
    }

    private Reply Obey(Command command)
    {
        long nowNs = MonotonicClock.NowNs;
        switch (command)
        {
            case Command.Ping:
                return Reply.Ok("The printer emulator is here.");
            case Command.Status:
                return Reply.Ok(Describe());
            case Command.Paper paper:
                if (paper.Change == PaperChange.In) _model.LoadPaper(_options.RollMm, nowNs);
                else _model.PullPaper(nowNs);
                return Done(paper.Change == PaperChange.In ? "A new roll is in." : "The paper is out.");
            case Command.Cover cover:
                _model.SetCover(cover.Change == CoverChange.Open, nowNs);
                return Done(cover.Change == CoverChange.Open ? "The cover is open." : "The cover is closed.");
            case Command.PowerCut:
                _model.CutPower(nowNs);
                _powerBack.StartOnce(DarkTime / _options.TimeScale);
                return Done("The power is cut; it comes back after 2 s.");
            case Command.Feed:
                return _model.PressFeed(nowNs) ? Done("FEED is pressed.") : new Reply(ReplyCode.Busy, "FEED moves paper only while the printer is ready and not printing.");
            default:
                return Reply.Refused("The printer takes paper out|in, cover open|close, power cut, feed, ping and status.");
        }
    }

    private void RestorePower()
    {
        // What waits at the other end of the line is on it now.
        Turn();
        if (!_model.HasLineCarriedOn)
        {
            _powerBack.StartOnce(FaultRun.LineLook);
            return;
        }

        _model.RestorePower(MonotonicClock.NowNs);
        EmulatorLog.Changed(_log, "The power is back.");
        Turn();
    }

    private Reply Done(string sentence)
    {
        EmulatorLog.Changed(_log, sentence);
        return Reply.Ok(sentence);
    }

    private string Describe()
    {
        string state = !_model.HasPower ? "without power"
            : !_model.HasPaper ? "out of paper"
            : _model.IsCoverOpen ? "waiting for its cover to be closed"
            : _model.IsIdle ? "idle"
            : "printing";
        return $"{_options.Profile} at {_options.Baud} baud on {_line.Name} is {state}; {_model.Paper.TotalRows} rows printed, {_model.Counters.Cuts} cuts, {_model.BufferedBytes} bytes buffered. Since the last cut {Describe(_model.SinceCut)}.";
    }

    private static string Describe(ReceiptFigures figures) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{figures.Bytes} bytes in {figures.LineSeconds:0.00} s, {figures.LineUse * 100:0.0} % of the line, {figures.MotorStops} motor stops, {figures.DroppedBytes} bytes lost");
}
