namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : IEstimator<TypeConvertingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;

    internal TypeConvertingEstimator(InputOutputColumnPair[] columns) => _columns = columns;

    TypeConvertingTransformer IEstimator<TypeConvertingTransformer>.Fit(IDataView input) => new(_columns);
}
