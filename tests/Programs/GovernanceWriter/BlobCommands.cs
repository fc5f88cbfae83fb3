using System.Globalization;
using Pipeline.Governance.Blobs;

namespace GovernanceWriter;

/// <summary>Commands on the store in a folder.</summary>
public static class BlobCommands
{
    /// <summary>Arguments: folder, size, how many. Blob i is i as a byte, repeated; prints the digest of each kept one.</summary>
    public static async Task PutAsync(string[] args)
    {
        var store = new BlobStore(args[0]);
        var (size, count) = (int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[size];
            Array.Fill(bytes, (byte)i);
            Console.WriteLine(await store.PutAsync(bytes, default));
        }
    }
}
