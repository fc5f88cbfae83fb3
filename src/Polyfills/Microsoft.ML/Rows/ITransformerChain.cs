using System.Collections.Generic;

namespace Microsoft.ML.Rows;

/// <summary>A chain, whatever the type of its last transformer.</summary>
internal interface ITransformerChain
{
    IReadOnlyList<IRowTransformer> Transformers { get; }
}
