namespace Iot.Device.Bmxx80;

public enum StandbyTime : byte
{
    Ms0_5 = 0,
    Ms62_5 = 1,
    Ms125 = 2,
}
