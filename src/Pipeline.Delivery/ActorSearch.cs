using System.Diagnostics;
using Pipeline.Core.Audit;

namespace Pipeline.Delivery;

/// <summary>Who is at work: the person that a CI host names, else git's user, else the user of the machine.</summary>
internal static class ActorSearch
{
    public static Actor Find(Func<string, string?> variable) =>
        variable("GITHUB_ACTOR") is { Length: > 0 } actor ? new Actor(actor, "github-actions")
        : GitUser() is { } user ? new Actor(user, "git")
        : new Actor(Environment.UserName, "machine");

    private static string? GitUser()
    {
        var start = new ProcessStartInfo("git", ["config", "user.email"]) { RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            var name = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return name.Length > 0 ? name : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
