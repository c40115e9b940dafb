using System.Globalization;

namespace EdgeIpc.Posix.Tests;

/// <summary>What is set for the whole process, so that nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;

[Collection(nameof(WholeProcess))]
public sealed class QueueBytesLimitTests
{
    [Fact]
    public void A_user_whose_queues_are_too_many_is_told_which_limit_it_is()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"/edgeipc-test.{Environment.ProcessId}.limit");
        var (soft, _) = ResourceLimits.Get(ResourceLimit.MessageQueueBytes);
        ResourceLimits.SetSoft(ResourceLimit.MessageQueueBytes, 1000);
        try
        {
            var refused = Assert.Throws<PosixException>(() => PosixMessageQueue.Create(name, 10, 1024, FileSharing.OwnerOnly));
            Assert.Equal(Errno.EMFILE, refused.Errno);
            Assert.Contains("11200 bytes more than RLIMIT_MSGQUEUE leaves of 1000", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            ResourceLimits.SetSoft(ResourceLimit.MessageQueueBytes, soft);
            PosixMessageQueue.Unlink(name);
        }
    }
}
