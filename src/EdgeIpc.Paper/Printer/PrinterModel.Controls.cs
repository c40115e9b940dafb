namespace EdgeIpc.Paper;

/// <summary>What a person does to the printer: roll, cover, button, plug.</summary>
public sealed partial class PrinterModel
{
    /// <summary>Puts a new roll in.</summary>
    /// <param name="lengthMm">After so much paper it runs out by itself, and says "near end" a metre before; 0: it is endless.</param>
    public void LoadPaper(int lengthMm, long nowNs) => Change(nowNs, () => _state.LoadRoll(lengthMm, _profile.DotsPerMm));

    /// <summary>The paper is pulled out from under the sensor.</summary>
    public void PullPaper(long nowNs) => Change(nowNs, () => _state.HasPaper = false);

    public void SetCover(bool isOpen, long nowNs) => Change(nowNs, () => _state.IsCoverOpen = isOpen);

    /// <summary>The head is too hot to print, or has cooled down.</summary>
    public void SetOverheated(bool isHot, long nowNs) => Change(nowNs, () => _state.IsOverheated = isHot);

    /// <summary>A person presses FEED: one line of paper, if nothing is being printed. No band owns it.</summary>
    /// <returns>Whether paper moves.</returns>
    public bool PressFeed(long nowNs)
    {
        AdvanceTo(nowNs);
        if (!IsOnline || !_head.IsIdle)
            return false;
        _state.IsFeedPressed = true;
        TellChange();
        _head.StartFeed(PrintSettings.DefaultLineSpacing, nowNs, isByHand: true);
        return true;
    }

    /// <summary>
    /// The line has carried on in the dark: for a second, which is longer than any band, or until nothing was on its way. Whoever
    /// carries the bytes late, on a busy machine, must not put the power back before: a real line would have brought them.
    /// </summary>
    public bool HasLineCarriedOn => _wire.IsEmpty || _counters.BytesLostWithoutPower - _lostBeforeCut >= _options.LineBaud / 10;

    /// <summary>What is in the buffer, in hand and set is lost; what lies on the paper stays.</summary>
    public void CutPower(long nowNs)
    {
        AdvanceTo(nowNs);
        _hasPower = false;
        _lostBeforeCut = _counters.BytesLostWithoutPower;
        _readyNs = PrintHead.Never;
        _buffer.Clear();
        _queue.Clear();
        _replies.Clear();
        _head.Reset();
        _engine.Reset();
        _tellsChanges = _isBusy = false;
        Paper.Classify(Rows.Orphan());
        _wire.Release(nowNs);
        _counters = _counters with { PowerCuts = _counters.PowerCuts + 1 };
    }

    public void RestorePower(long nowNs)
    {
        AdvanceTo(nowNs);
        if (_hasPower)
            return;
        _hasPower = true;
        _readyNs = nowNs + (long)(StartUpNs / _options.TimeScale);
    }

    private void Change(long nowNs, Action change)
    {
        AdvanceTo(nowNs);
        change();
        Run();
        AskForFlow();
        TellChange();
    }
}
