namespace Microsoft.ML.Calibrators;

public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator>
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private protected CalibratedModelParametersBase()
    {
    }
}
