using System;

namespace Microsoft.ML.Calibrators;

public sealed class PlattCalibrator : ICalibrator
{
    internal PlattCalibrator(double slope, double offset) => (Slope, Offset) = (slope, offset);

    internal double Slope { get; }

    internal double Offset { get; }

    /// <summary>Platt (1999): 1 / (1 + exp(slope * score + offset)).</summary>
    internal float ProbabilityOf(float score) => (float)(1 / (1 + Math.Exp((Slope * score) + Offset)));
}
