using System.Security.Cryptography;
using System.Text;
using Pipeline.Environments;

namespace Pipeline.Gateway.Hosting;

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
