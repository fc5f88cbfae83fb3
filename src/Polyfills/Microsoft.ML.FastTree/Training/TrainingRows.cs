using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Trainers.FastTree.Training;

/// <param name="SlotCounts">As in <see cref="FeatureVectorType"/>.</param>
/// <param name="Columns">The values of each group of slots, row by row.</param>
/// <param name="Labels">Row by row.</param>
internal sealed record TrainingRows(int[] SlotCounts, float[][] Columns, bool[] Labels)
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static TrainingRows Read(IDataView view, string featureColumn, string labelColumn)
    {
        var label = view.Schema.Require(labelColumn, BooleanDataViewType.Instance);
        var features = view.Schema[featureColumn];
        var slotCounts = (features.Type as FeatureVectorType)?.SlotCounts ?? throw new ArgumentOutOfRangeException(
            nameof(view), $"Schema mismatch for feature column '{featureColumn}': expected a vector, got {features.Type.Name}");
        var columns = slotCounts.Select(_ => new List<float>()).ToArray();
        var labels = new List<bool>();
        using var cursor = view.GetRowCursor([label, features]);
        var (getLabel, getFeatures) = (cursor.GetGetter<bool>(label), cursor.GetGetter<float[]>(features));
        var (isPositive, values) = (false, Array.Empty<float>());
        while (cursor.MoveNext())
        {
            getLabel(ref isPositive);
            getFeatures(ref values);
            labels.Add(isPositive);
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(values[i]);
        }

        return labels.Count > 0
            ? new TrainingRows([.. slotCounts], [.. columns.Select(x => x.ToArray())], [.. labels])
            : throw new InvalidOperationException("Training set has 0 instances, aborting training.");
    }
}
