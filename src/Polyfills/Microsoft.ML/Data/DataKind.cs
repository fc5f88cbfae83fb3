namespace Microsoft.ML.Data;

public enum DataKind : byte
{
    Single = 9,
}
