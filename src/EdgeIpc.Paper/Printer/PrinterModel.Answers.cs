namespace EdgeIpc.Paper;

/// <summary>What the printer says to its host: answers, changes of its state, and when to stop sending.</summary>
public sealed partial class PrinterModel
{
    private void Answer(EscPosCommand question, int argument)
    {
        switch (question)
        {
            case EscPosCommand.StatusEcho when _profile.Has(PrinterCommands.StatusEcho):
                if (!_profile.Has(PrinterCommands.ProcessId))
                    Rows.ReachUnnamed();
                _replies.Put([_state.PaperSensors]);
                break;
            case EscPosCommand.PaperStatus when _profile.Has(PrinterCommands.PaperStatus):
                _replies.Put([_state.PaperSensors]);
                break;
            case EscPosCommand.AutoStatus when _profile.Has(PrinterCommands.AutoStatus):
                // Switching it on is answered at once with the state as it is.
                _tellsChanges = argument != 0;
                _lastTold = 0;
                TellChange();
                break;
        }
    }

    /// <summary>GS a: four bytes whenever the state is another than last told.</summary>
    private void TellChange()
    {
        uint status = _state.AutoStatus(IsOnline);
        if (!_tellsChanges || !_hasPower || status == _lastTold)
            return;
        _lastTold = status;
        _replies.Put([(byte)(status >> 24), (byte)(status >> 16), (byte)(status >> 8), (byte)status]);
    }

    private void AskForFlow()
    {
        if (!_profile.HasFlowControl || !_hasPower || _readyNs != PrintHead.Never)
            return;
        bool mayTake = IsOnline || !_profile.XoffWhenOffline;
        if (_profile.FlowControl == FlowControl.RtsCts)
        {
            DriveBusyWire(mayTake);
            return;
        }

        if (!_replies.HasXoffOpen && (!mayTake || _buffer.Free <= _profile.XoffFreeBytes))
        {
            _replies.SendXoff();
            if (HostObeysXoff)
                _wire.Hold();
        }
        else if (_replies.HasXoffOpen && mayTake && _buffer.Free >= _profile.XonFreeBytes)
        {
            _replies.SendXon();
            _wire.Release(_nowNs);
        }
    }

    /// <summary>RTS/CTS: a level that the host's UART obeys by itself, whoever owns the line.</summary>
    private void DriveBusyWire(bool mayTake)
    {
        if (!_isBusy && (!mayTake || _buffer.Free <= _profile.XoffFreeBytes))
        {
            _isBusy = true;
            _wire.Hold();
        }
        else if (_isBusy && mayTake && _buffer.Free >= _profile.XonFreeBytes)
        {
            _isBusy = false;
            _wire.Release(_nowNs);
        }
    }
}
