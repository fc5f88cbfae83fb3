using System.Security.Cryptography;
using System.Text;
using Pipeline.Core.Environments;

namespace Pipeline.Gateway.Hosting;

/// <summary>What whoever wants to change the environment must have read from a file that only its owner can read.</summary>
internal sealed class AdminToken
{
    private const int Bytes = 32;
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected;

    private AdminToken(string token) => _expected = Encoding.UTF8.GetBytes(Scheme + token);

    /// <summary>Made anew at each start of a gateway.</summary>
    public static async Task<AdminToken> CreateAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        var draft = folder.Token + ".tmp";
        File.Delete(draft);
        await using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(token), cancellationToken);
        }

        File.Move(draft, folder.Token, overwrite: true);
        return new AdminToken(token);
    }

    public bool Allows(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), _expected);
}
