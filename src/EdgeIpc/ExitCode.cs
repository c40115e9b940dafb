namespace EdgeIpc;

/// <summary>What the program tells its caller when it ends; values of sysexits.h, so that scripts and systemd units can tell.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>Unknown verb or option, or a value out of range (EX_USAGE).</summary>
    Usage = 64,

    /// <summary>A document or recording is damaged, empty, too large, or a directory (EX_DATAERR).</summary>
    BadDocument = 65,

    /// <summary>No such file (EX_NOINPUT).</summary>
    NoSuchFile = 66,

    /// <summary>No such service or device, or no reply (EX_UNAVAILABLE).</summary>
    Unavailable = 69,

    /// <summary>The ledger does not balance: something was lost or done twice (EX_SOFTWARE).</summary>
    Unbalanced = 70,

    /// <summary>The disk is full (EX_CANTCREAT).</summary>
    DiskFull = 73,

    /// <summary>Try again later: queue full, device busy, a second writer or spooler, command expired (EX_TEMPFAIL).</summary>
    Busy = 75,

    /// <summary>Not permitted (EX_NOPERM).</summary>
    NotPermitted = 77,

    /// <summary>The settings are damaged or say something impossible (EX_CONFIG). A unit must not restart on it.</summary>
    BadSettings = 78,
}
