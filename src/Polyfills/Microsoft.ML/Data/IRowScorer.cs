using System;
using System.Collections.Generic;
using Microsoft.ML.Archives;

namespace Microsoft.ML.Data;

/// <summary>A model as its transformer needs it.</summary>
internal interface IRowScorer
{
    /// <summary>Of the vectors that it was trained on.</summary>
    IReadOnlyList<int> SlotCounts { get; }

    float Score(ReadOnlySpan<float> features);

    void Save(ModelWriter writer);
}
