using System.Text;
using System.Text.Json;

namespace Pipeline.Docker.Registries;

/// <summary>Where a repository is, as engines write it: a host with a port, where it has one, and a path.</summary>
/// <param name="Host">"registry.example.com:5000".</param>
/// <param name="Path">"team/loan-default".</param>
internal sealed record RepositoryName(string Host, string Path)
{
    private static readonly string[] OfThisMachine = ["localhost", "127.0.0.1"];

    /// <summary>Without TLS on this machine alone, as engines do it.</summary>
    public string Scheme => OfThisMachine.Contains(Host.Split(':')[0]) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

    /// <param name="repository">"registry.example.com/team", or a host alone.</param>
    /// <param name="name">What is kept there: "loan-default".</param>
    public static RepositoryName Of(string repository, string name)
    {
        var slash = repository.IndexOf('/');
        return slash < 0
            ? new RepositoryName(repository, name)
            : new RepositoryName(repository[..slash], $"{repository[(slash + 1)..].TrimEnd('/')}/{name}");
    }

    public override string ToString() => $"{Host}/{Path}";
}

/// <summary>Who asks a registry.</summary>
/// <param name="User">As it was logged in with.</param>
/// <param name="Password">Or what stands for it.</param>
internal sealed record RegistryLogin(string User, string Password)
{
    private const long MostBytes = 1 << 20;

    /// <summary>Never the password.</summary>
    public override string ToString() => User;

    /// <summary>
    /// What <c>docker login</c> wrote for a host to "config.json"; null where it did not, or left it to another program.
    /// </summary>
    /// <param name="folder">Docker's: "~/.docker".</param>
    /// <param name="host">Of the registry.</param>
    public static RegistryLogin? Find(string folder, string host)
    {
        var file = new FileInfo(System.IO.Path.Combine(folder, "config.json"));
        if (!file.Exists || file.Length > MostBytes)
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var given = json.RootElement.GetProperty("auths").GetProperty(host).GetProperty("auth").GetString() ?? "";
            return Encoding.UTF8.GetString(Convert.FromBase64String(given)).Split(':', 2) is [var user, var password]
                ? new RegistryLogin(user, password)
                : null;
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Who gives tokens for a registry, as its header "WWW-Authenticate" says (RFC 6750, section 3).</summary>
/// <param name="Realm">Where they are asked for; null where it does not say.</param>
/// <param name="Service">What they are for.</param>
internal sealed record BearerChallenge(Uri? Realm, string Service)
{
    /// <param name="parameter">As "realm=\"https://auth.example.com/token\",service=\"registry\"".</param>
    public static BearerChallenge Parse(string parameter)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parameter.Split("\","))
        {
            if (part.Trim().Split('=', 2) is [var name, var value])
                values[name.Trim()] = value.Trim().Trim('"');
        }

        var isUri = Uri.TryCreate(values.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            && realm!.Scheme is "http" or "https";
        return new BearerChallenge(isUri ? realm : null, values.GetValueOrDefault("service", ""));
    }
}
