namespace Microsoft.ML.Trainers.FastTree.Training;

/// <summary>
/// A column as bins of a byte each. Bin 0 takes what has no value: a missing number, or a category that is in none of the bins.
/// </summary>
/// <param name="Source">The column of the feature vector.</param>
/// <param name="Bins">Row by row.</param>
/// <param name="Highest">The highest value in each bin from 1 on, where the values are numbers; null for categories.</param>
/// <param name="FirstCategory">The category in bin 1; the others follow.</param>
/// <param name="BinCount">Bin 0 included.</param>
internal sealed record BinnedColumn(int Source, byte[] Bins, float[] Highest, int FirstCategory, int BinCount)
{
    public bool IsNumber => Highest is not null;
}
