using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(string output, string[] inputs) => (_output, _inputs) = (output, inputs);

    ColumnConcatenatingTransformer IEstimator<ColumnConcatenatingTransformer>.Fit(IDataView input) => new(_output, _inputs);
}
