using System.Runtime.CompilerServices;
using System.Text.Json;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.Tooling;

/// <summary>This assembly, started as a child process that does one thing and ends before any test is looked for.</summary>
internal static class Child
{
    private const string Switch = "--as-child";

    public static string Assembly => typeof(Child).Assembly.Location;

    public static string[] ArgumentsOf(IEnumerable<Output> output) => JsonSerializer.Deserialize<string[]>(output.StdToText())!;

    /// <summary>The command line that makes a child do a thing.</summary>
    public static string To(string what) => $"{Switch} {what}";

    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetCommandLineArgs() is [_, Switch, var what, .. var arguments])
            Environment.Exit(Do(what, arguments));
    }

    private static int Do(string what, string[] arguments)
    {
        switch (what)
        {
            case "arguments":
                Console.WriteLine(JsonSerializer.Serialize(arguments));
                return 0;
            case "variables":
                Console.WriteLine(JsonSerializer.Serialize(arguments.Select(Environment.GetEnvironmentVariable)));
                return 0;
            case "folder":
                Console.WriteLine(Environment.CurrentDirectory);
                return 0;
            case "say":
                Console.OutputEncoding = System.Text.Encoding.UTF8;
                Console.WriteLine(string.Join(Environment.NewLine, arguments));
                return 0;
            case "fail":
                Console.Error.WriteLine("it went wrong");
                return int.Parse(arguments[0]);
            case "flood":
                return Flood(int.Parse(arguments[0]));
            default:
                return Hang(what == "parent");
        }
    }

    private static int Flood(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            Console.Out.WriteLine($"out {i} {new string('x', 200)}");
            Console.Error.WriteLine($"err {i} {new string('y', 200)}");
        }
        return 0;
    }

    private static int Hang(bool withChild)
    {
        Console.WriteLine(Environment.ProcessId);
        if (withChild)
            ProcessTasks.StartProcess(Assembly, To("hang"), logInvocation: false, logger: (_, line) => Console.WriteLine(line));
        Thread.Sleep(TimeSpan.FromMinutes(2));
        return 0;
    }
}
