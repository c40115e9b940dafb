using EdgeIpc.Commands;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.PrinterEmulator;

/// <summary>Lets a plan's faults happen to a printer, one after the other.</summary>
internal sealed class FaultRun : IDisposable
{
    /// <summary>How soon the line is looked at again that still brings what a printer without power loses.</summary>
    public static readonly TimeSpan LineLook = TimeSpan.FromMilliseconds(5);

    private readonly FaultPlan _plan;
    private readonly PrinterModel _model;
    private readonly EmulatorOptions _options;
    private readonly Action _changed;
    private readonly ILogger _log;
    private readonly LoopTimer _timer;
    private PrinterFault _fault;
    private TimeSpan _length;
    private bool _isOn;

    /// <param name="changed">Lets happen what is due; called before and after each change.</param>
    public FaultRun(FaultPlan plan, PrinterModel model, EmulatorOptions options, EventLoop loop, Action changed, ILogger log)
    {
        (_plan, _model, _options, _changed, _log) = (plan, model, options, changed, log);
        _timer = loop.AddTimer(Step);
        EmulatorLog.FaultSeed(log, plan.Seed);
        Plan();
    }

    public void Dispose() => _timer.Dispose();

    private void Plan()
    {
        (var quiet, _fault, _length) = _plan.Next();
        _timer.StartOnce(quiet / _options.TimeScale);
    }

    private void Step()
    {
        // What waits at the other end of the line is on it now.
        _changed();
        if (_isOn && _fault == PrinterFault.PowerCut && !_model.HasLineCarriedOn)
        {
            _timer.StartOnce(LineLook);
            return;
        }

        _isOn = !_isOn;
        long nowNs = MonotonicClock.NowNs;
        switch (_fault)
        {
            case PrinterFault.PaperOut when _isOn:
                _model.PullPaper(nowNs);
                break;
            case PrinterFault.PaperOut:
                _model.LoadPaper(_options.RollMm, nowNs);
                break;
            case PrinterFault.Cover:
                _model.SetCover(_isOn, nowNs);
                break;
            case PrinterFault.PowerCut when _isOn:
                _model.CutPower(nowNs);
                break;
            case PrinterFault.PowerCut:
                _model.RestorePower(nowNs);
                break;
            case PrinterFault.Silence:
                _model.IsMute = _isOn;
                break;
            case PrinterFault.Overheated:
                _model.SetOverheated(_isOn, nowNs);
                break;
        }

        EmulatorLog.Fault(_log, _fault, _isOn ? "begins" : "ends");
        if (_isOn) _timer.StartOnce(_length / _options.TimeScale);
        else Plan();
        _changed();
    }
}
