namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>A way to divide the rows of a leaf.</summary>
/// <param name="Gain">Larger is better; 0 where there is no way.</param>
/// <param name="Column">Of the binned columns.</param>
/// <param name="First">The first bin inside.</param>
/// <param name="Last">The last bin inside.</param>
internal readonly record struct Split(double Gain, int Column, int First, int Last)
{
    public bool IsBetterThan(Split other) => Gain > other.Gain;
}
