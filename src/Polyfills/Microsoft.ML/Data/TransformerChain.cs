using System.Collections.Generic;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Data;

public sealed class TransformerChain<TLastTransformer> : ITransformer, ITransformerChain
    where TLastTransformer : class, ITransformer
{
    private readonly IReadOnlyList<IRowTransformer> _transformers;

    internal TransformerChain(IReadOnlyList<IRowTransformer> transformers) => _transformers = transformers;

    IReadOnlyList<IRowTransformer> ITransformerChain.Transformers => _transformers;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        new RowMapper(inputSchema, _transformers);
}
