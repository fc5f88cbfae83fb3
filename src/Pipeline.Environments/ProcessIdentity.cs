using System.Globalization;
using System.Text.Json.Serialization;

namespace Pipeline.Environments;

/// <summary>A process of this machine. Its id alone would soon be another's, so its start is part of its name.</summary>
/// <param name="Id">As the system counts.</param>
/// <param name="Started">In clock ticks since the system started.</param>
/// <param name="Boot">Which start of the system that was.</param>
public sealed record ProcessIdentity(int Id, long Started, string Boot)
{
    private const int StateField = 0;
    private const int StartField = 19;

    private static readonly Lazy<string> ThisBoot = new(
        () => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Whether this very process still runs; one that ended and was not waited for does not.</summary>
    [JsonIgnore]
    public bool IsRunning => Of(Id) == this;

    /// <summary>This process; null on a system without /proc.</summary>
    public static ProcessIdentity? Current => Of(Environment.ProcessId);

    /// <summary>Null when no such process runs.</summary>
    public static ProcessIdentity? Of(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var started = long.Parse(fields[StartField], CultureInfo.InvariantCulture);
            return fields[StateField] is "Z" or "X" ? null : new ProcessIdentity(id, started, ThisBoot.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>"process 4711".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Id}");
}
