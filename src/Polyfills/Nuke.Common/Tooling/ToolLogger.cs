using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Serilog;
using Serilog.Events;

namespace Nuke.Common.Tooling;

/// <summary>Logs a tool's output at the levels that the attributes of its tasks give.</summary>
internal sealed class ToolLogger(Type tasks)
{
    private readonly LogEventLevel _standard = tasks.GetCustomAttribute<DefaultLogLevel>()?.Level ?? LogEventLevel.Debug;
    private readonly bool _errorIsStandard = tasks.GetCustomAttribute<LogErrorAsStandard>() != null;
    private readonly List<(LogEventLevel Level, Regex Pattern)> _patterns =
    [
        .. tasks.GetCustomAttributes<LogLevelPattern>()
            .OrderByDescending(x => x.Level)
            .Select(x => (x.Level, new Regex(x.Pattern))),
    ];

    public void Log(OutputType type, string text) => Serilog.Log.Write(LevelOf(type, text), "{Output:l}", text);

    private LogEventLevel LevelOf(OutputType type, string text)
    {
        foreach (var (level, pattern) in _patterns)
        {
            if (pattern.IsMatch(text))
                return level;
        }
        return type == OutputType.Err && !_errorIsStandard ? LogEventLevel.Error : _standard;
    }
}
