using Microsoft.ML.Data;

namespace Microsoft.ML.Calibrators;

internal sealed class PlattCalibratedModel<TSubModel>(TSubModel model, PlattCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, PlattCalibrator>, ICalibratedScorer
    where TSubModel : class, IRowScorer
{
    public IRowScorer Scorer => model;

    public PlattCalibrator Calibrator => calibrator;
}
