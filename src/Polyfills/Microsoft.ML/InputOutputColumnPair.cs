namespace Microsoft.ML;

public sealed class InputOutputColumnPair
{
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null) =>
        (OutputColumnName, InputColumnName) = (outputColumnName, inputColumnName ?? outputColumnName);

    internal string InputColumnName { get; }

    internal string OutputColumnName { get; }
}
