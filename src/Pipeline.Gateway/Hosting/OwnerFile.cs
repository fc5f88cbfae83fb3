using System.Security.Cryptography;
using System.Text;
using Pipeline.Environments;

namespace Pipeline.Gateway.Hosting;

/// <summary>Random words in files that only their owner can read.</summary>
internal static class OwnerFile
{
    private const int Bytes = 32;

    /// <summary>
    /// What servers believe the gateway by. It outlives the gateway, because the servers do: one that was started before a
    /// crash must believe the gateway that follows.
    /// </summary>
    public static async Task<string> ReadOrCreateSecretAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        var kept = File.Exists(folder.Secret) ? await File.ReadAllTextAsync(folder.Secret, cancellationToken) : "";
        return kept.Length > 0 ? kept : await CreateAsync(folder.Secret, cancellationToken);
    }

    /// <summary>Writes another word in the place of what was there.</summary>
    public static async Task<string> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        var draft = path + ".tmp";
        File.Delete(draft);
        await using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(word), cancellationToken);
            // A name without its content would survive a power failure as an empty word.
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        return word;
    }
}

/// <summary>What whoever wants to change the environment must have read from a file that only its owner can read.</summary>
internal sealed class AdminToken
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected;

    private AdminToken(string token) => _expected = Encoding.UTF8.GetBytes(Scheme + token);

    /// <summary>Made anew at each start of a gateway.</summary>
    public static async Task<AdminToken> CreateAsync(EnvironmentFolder folder, CancellationToken cancellationToken) =>
        new(await OwnerFile.CreateAsync(folder.Token, cancellationToken));

    public bool Allows(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), _expected);
}
