namespace EdgeIpc.Posix;

/// <summary>A disk without room: recognised and told in one way, whoever meets it.</summary>
public static class FullDisk
{
    /// <summary>No room on the device, in the user's quota, or under the process's file size limit.</summary>
    public static bool Is(int errno) => errno is Errno.ENOSPC or Errno.EDQUOT or Errno.EFBIG;

    /// <summary>The same of a file operation of the base library: where it hides no other reason, its HResult is the errno.</summary>
    public static bool Is(IOException error) => error is PosixException posix ? Is(posix.Errno) : Is(error.HResult & 0xFFFF);

    /// <param name="what">What could not be written: a path, or a thing and its path.</param>
    public static string Sentence(string what) => $"The disk that holds {what} is full.";

    /// <summary>The sentence for an error that <see cref="Is(IOException)"/> recognised.</summary>
    public static string Sentence(IOException error)
    {
        if (error is PosixException posix) return Sentence(posix.Target);
        // "No space left on device : '/path'": the base library keeps the path in its message only.
        int begin = error.Message.IndexOf('\'', StringComparison.Ordinal), end = error.Message.LastIndexOf('\'');
        return end > begin ? Sentence(error.Message[(begin + 1)..end]) : "The disk is full.";
    }
}
