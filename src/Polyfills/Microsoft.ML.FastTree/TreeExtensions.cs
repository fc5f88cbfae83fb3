using System;
using Microsoft.ML.Trainers.FastTree;

namespace Microsoft.ML;

public static class TreeExtensions
{
    public static FastTreeBinaryTrainer FastTree(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, FastTreeBinaryTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FastTreeBinaryTrainer(options);
    }
}
