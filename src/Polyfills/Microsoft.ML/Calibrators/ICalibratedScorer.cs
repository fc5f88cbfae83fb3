using Microsoft.ML.Data;

namespace Microsoft.ML.Calibrators;

/// <summary>A model and what turns its scores into probabilities.</summary>
internal interface ICalibratedScorer
{
    IRowScorer Scorer { get; }

    PlattCalibrator Calibrator { get; }
}
