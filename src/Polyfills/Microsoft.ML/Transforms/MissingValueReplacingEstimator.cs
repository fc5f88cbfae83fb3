using System.Linq;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal MissingValueReplacingEstimator(InputOutputColumnPair[] columns) => _columns = columns;

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
    }

    MissingValueReplacingTransformer IEstimator<MissingValueReplacingTransformer>.Fit(IDataView input) =>
        new(_columns, [.. _columns.Select(x => Mean(input, x.InputColumnName))]);

    /// <summary>0 for a column without values.</summary>
    private static float Mean(IDataView input, string name)
    {
        var (sum, count) = (0d, 0L);
        input.Each<float>(input.Schema.Require(name, NumberDataViewType.Single), value =>
        {
            var isThere = !float.IsNaN(value);
            sum += isThere ? value : 0;
            count += isThere ? 1 : 0;
        });
        return count == 0 ? 0 : (float)(sum / count);
    }
}
