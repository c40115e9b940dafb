namespace EdgeIpc.Devices;

/// <summary>A device, or one sentence for a person that says why it can't be used and what would help. One of the two is null.</summary>
public sealed record DeviceOpening<T>(T? Device, string? Refusal) where T : class;
