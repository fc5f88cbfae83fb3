using System;
using System.Collections.Generic;
using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Microsoft.ML.Trainers.FastTree;

public sealed class FastTreeBinaryModelParameters : IRowScorer
{
    internal FastTreeBinaryModelParameters(Ensemble ensemble) => Ensemble = ensemble;

    internal Ensemble Ensemble { get; }

    IReadOnlyList<int> IRowScorer.SlotCounts => Ensemble.SlotCounts;

    float IRowScorer.Score(ReadOnlySpan<float> features) => Ensemble.Score(features);

    void IRowScorer.Save(ModelWriter writer) => EnsembleFormat.Write(Ensemble, writer);
}
