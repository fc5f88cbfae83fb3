namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>What a group of rows adds up to.</summary>
internal readonly record struct Totals(double First, double Second, int Rows)
{
    /// <summary>Of the second derivatives, below which a step would follow the noise.</summary>
    public const double LeastSecond = 1e-3;

    /// <summary>Chen and Guestrin (2016), equation 6: twice what the loss falls by when the rows take their best step.</summary>
    public double Gain => First * First / Second;

    /// <summary>The Newton step.</summary>
    public double Step => -First / Second;
}
