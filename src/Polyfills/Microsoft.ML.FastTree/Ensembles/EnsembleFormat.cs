using Microsoft.ML.Archives;

namespace Microsoft.ML.Trainers.FastTree.Ensembles;

internal static class EnsembleFormat
{
    public static void Write(Ensemble ensemble, ModelWriter writer)
    {
        writer.Write<int>([.. ensemble.SlotCounts]);
        writer.Write(ensemble.Bias);
        writer.Write(ensemble.Roots);
        writer.Write(ensemble.Nodes);
        writer.Write(ensemble.Leaves);
    }

    /// <exception cref="System.FormatException">The trees do not hold together.</exception>
    public static Ensemble Read(ModelReader reader) => new(
        reader.ReadArray<int>(),
        reader.ReadDouble(),
        reader.ReadArray<int>(),
        reader.ReadArray<Node>(),
        reader.ReadArray<double>());
}
