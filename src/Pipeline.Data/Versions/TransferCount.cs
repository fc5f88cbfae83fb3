namespace Pipeline.Data.Versions;

/// <summary>What a push or a pull did.</summary>
/// <param name="Copied">Objects that were copied.</param>
/// <param name="Present">Objects that were there already.</param>
/// <param name="Bytes">Of the copied objects.</param>
/// <param name="Written">Files of the workspace that were written or removed.</param>
public sealed record TransferCount(int Copied, int Present, long Bytes, int Written = 0)
{
    internal TransferCount And(TransferCount other) =>
        new(Copied + other.Copied, Present + other.Present, Bytes + other.Bytes, Written + other.Written);
}
