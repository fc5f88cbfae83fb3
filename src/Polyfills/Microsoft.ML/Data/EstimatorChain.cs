using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Data;

public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    private readonly IReadOnlyList<IEstimator<ITransformer>> _estimators;

    internal EstimatorChain(IReadOnlyList<IEstimator<ITransformer>> estimators) => _estimators = estimators;

    TransformerChain<TLastTransformer> IEstimator<TransformerChain<TLastTransformer>>.Fit(IDataView input)
    {
        var fitted = new List<IRowTransformer>();
        foreach (var estimator in _estimators)
        {
            var added = RowTransformers.Flatten(estimator.Fit(input));
            fitted.AddRange(added);
            input = added.Aggregate(input, (view, transformer) => new MappedView(view, transformer));
        }

        return new TransformerChain<TLastTransformer>(fitted);
    }
}
