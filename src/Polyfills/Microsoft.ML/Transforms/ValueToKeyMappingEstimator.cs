namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator
{
    private ValueToKeyMappingEstimator()
    {
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }
}
