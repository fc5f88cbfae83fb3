using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Pipeline.Kubernetes.Compose;

/// <summary>A release as a Compose file: one server, reachable from its own machine.</summary>
internal sealed class ComposeFile(ReleasedModel release)
{
    private const string Server = "server";
    private const string Log = "predictions";

    /// <summary>Compose takes the name of the folder where none is given, and that is the environment's alone.</summary>
    public string Project { get; } =
        KubernetesName.Of(KubernetesName.Longest, release.Project, release.Environment, $"{release.Model}");

    public IEnumerable<string> LeftOut()
    {
        yield return "the gateway: one server has the address, and requests fail while it is replaced";
        if (release.Spec.Address.EndPoint is null)
            yield return "an address that stays: each start takes a free port, which 'docker compose port server 8080' tells";
    }

    public JsonObject Render() => new()
    {
        ["services"] = new JsonObject { [Server] = Service() },
        ["volumes"] = new JsonObject { [Log] = new JsonObject { ["labels"] = new JsonObject(Facts()) } },
    };

    private JsonObject Service() => new()
    {
        ["image"] = release.Reference,
        ["user"] = $"{ServerContract.User}:{ServerContract.User}",
        ["read_only"] = true,
        ["cap_drop"] = new JsonArray("ALL"),
        ["security_opt"] = new JsonArray("no-new-privileges:true"),
        ["tmpfs"] = new JsonArray(
            $"{ServerContract.TemporaryFolder}:size={ServerContract.TemporaryMebibytes}m,mode=1777,nosuid,nodev,noexec"),
        ["volumes"] = new JsonArray($"{Log}:{ServerContract.LogFolder}"),
        ["ports"] = new JsonArray(Published()),
        ["environment"] = new JsonObject(release.Variables.Concat(LogVariables()).Select(x => Pair(x.Key, Literal(x.Value)))),
        ["cpus"] = release.Limits.Cpus,
        ["mem_limit"] = Memory(),
        ["memswap_limit"] = Memory(),
        ["pids_limit"] = release.Limits.Pids,
        ["healthcheck"] = new JsonObject
        {
            // The server's own program asks it: the image has no other.
            ["test"] = new JsonArray("CMD", "/app/Pipeline.Serving", "health"),
            ["interval"] = "10s",
            ["timeout"] = "6s",
            ["retries"] = 3,
            ["start_period"] = "60s",
        },
        ["restart"] = "unless-stopped",
        ["stop_grace_period"] = Invariant($"{ReleasedModel.DrainSeconds + 5}s"),
        ["logging"] = new JsonObject
        {
            ["driver"] = "json-file",
            ["options"] = new JsonObject { ["max-size"] = "10m", ["max-file"] = "3" },
        },
        ["labels"] = Labels(),
    };

    /// <summary>What containers of this release are found by.</summary>
    private JsonObject Labels() =>
        new([.. Facts(), Pair("pipeline.version", $"{release.Version}"), Pair("pipeline.digest", $"{release.Image}")]);

    /// <summary>Of every version: Compose would have a volume made anew whose labels are others.</summary>
    private IEnumerable<KeyValuePair<string, JsonNode?>> Facts() =>
    [
        Pair("pipeline.project", Literal(release.Project)),
        Pair("pipeline.environment", Literal(release.Environment)),
        Pair("pipeline.model", $"{release.Model}"),
    ];

    private IEnumerable<KeyValuePair<string, string>> LogVariables()
    {
        yield return new("PIPELINE_SERVING_LOG", ServerContract.LogFolder);
        if (release.Log.AtMost is { } most)
            yield return new("PIPELINE_SERVING_LOG_KEEP_BYTES", Invariant($"{most.Bytes}"));
        if (release.Log.OlderThan is { } age)
            yield return new("PIPELINE_SERVING_LOG_KEEP_HOURS", Invariant($"{Math.Ceiling(age.TotalHours)}"));
    }

    private string Memory() => release.Limits.Memory.Bytes is var bytes && bytes % (1 << 20) == 0
        ? Invariant($"{bytes >> 20}m")
        : Invariant($"{bytes}b");

    private string Published()
    {
        var address = release.Spec.Address.EndPoint?.Address ?? IPAddress.Loopback;
        var host = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
        return Invariant($"{host}:{release.Spec.Address.EndPoint?.Port}:{ServerContract.Port}");
    }

    /// <summary>Compose puts variables of whoever calls it in the place of "$NAME", but for "$$".</summary>
    private static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private static KeyValuePair<string, JsonNode?> Pair(string key, string value) => new(key, JsonValue.Create(value));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
