namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorEstimator : IEstimator<MissingValueIndicatorTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal MissingValueIndicatorEstimator(InputOutputColumnPair[] columns) => _columns = columns;

    MissingValueIndicatorTransformer IEstimator<MissingValueIndicatorTransformer>.Fit(IDataView input) => new(_columns);
}
