namespace Pipeline.Data.Values;

/// <summary>A copy of a value, which stays when the batch that it was in goes on.</summary>
internal sealed class KeptBytes
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public ReadOnlySpan<byte> Value => _bytes.AsSpan(0, _length);

    public void Keep(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length < value.Length)
            _bytes = new byte[value.Length * 2];
        value.CopyTo(_bytes);
        _length = value.Length;
    }
}
