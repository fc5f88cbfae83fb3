namespace Microsoft.ML.Calibrators;

public interface ICalibrator
{
}
