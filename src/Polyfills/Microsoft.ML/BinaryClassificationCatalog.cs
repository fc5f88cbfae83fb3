namespace Microsoft.ML;

public sealed class BinaryClassificationCatalog
{
    internal BinaryClassificationCatalog()
    {
    }

    public BinaryClassificationTrainers Trainers { get; } = new();

    public sealed class BinaryClassificationTrainers
    {
        internal BinaryClassificationTrainers()
        {
        }
    }
}
