using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>The targets and parameters of a build, as <c>--help</c> lists them in 80 columns.</summary>
internal static class HelpText
{
    private const int Width = 80;

    public static string Render(NukeBuild build)
    {
        var text = new StringBuilder();
        AppendTargets(text, build);
        AppendParameters(text, build);
        return text.ToString();
    }

    private static void AppendTargets(StringBuilder text, NukeBuild build)
    {
        text.AppendLine("Targets (with their direct dependencies):").AppendLine();
        var listed = build.ExecutableTargets.Where(x => x.Listed).ToList();
        var width = Math.Max(20, listed.Max(Title).Length + 2);
        foreach (var target in listed)
        {
            var dependencies = target.ExecutionDependencies.Select(x => x.Name).ToList();
            var arrow = dependencies.Count > 0 ? $" -> {string.Join(", ", dependencies)}" : string.Empty;
            text.AppendLine($"  {Title(target).PadRight(width)}{arrow}".TrimEnd());
            if (target.Description is not null)
                text.AppendLine($"    {target.Description}");
        }

        static string Title(ExecutableTarget target) => target.Name + (target.IsDefault ? " (default)" : string.Empty);
    }

    private static void AppendParameters(StringBuilder text, NukeBuild build)
    {
        var all = ParameterDeclaration.AllOf(build.GetType()).Where(x => x.Attribute.List).DistinctBy(x => x.Name).ToList();
        var width = Math.Max(19, all.Max(x => x.DisplayName.Length) + 2);
        text.AppendLine().AppendLine("Parameters:").AppendLine();
        Append(all.Where(x => x.Member.DeclaringType != typeof(NukeBuild)));
        text.AppendLine();
        Append(all.Where(x => x.Member.DeclaringType == typeof(NukeBuild)));

        void Append(IEnumerable<ParameterDeclaration> parameters)
        {
            foreach (var parameter in parameters.OrderBy(x => x.DisplayName, StringComparer.Ordinal))
                AppendParameter(text, parameter, Describe(parameter, build), width);
        }
    }

    private static string Describe(ParameterDeclaration parameter, NukeBuild build)
    {
        var defaults = string.Join(", ", build.ExecutableTargets.Where(x => x.IsDefault).Select(x => x.Name));
        var text = (parameter.Attribute.Description ?? "<no description>").Replace(
            "{default_target}", defaults, StringComparison.Ordinal);
        return text.EndsWith('.') ? text : text + ".";
    }

    private static void AppendParameter(StringBuilder text, ParameterDeclaration parameter, string description, int width)
    {
        var indent = new string(' ', width + 4);
        var line = new StringBuilder($"  --{parameter.DisplayName.PadRight(width)}");
        foreach (var word in description.Split(' '))
        {
            if (line.Length + word.Length + 1 > Width && line.Length > indent.Length)
            {
                text.AppendLine(line.ToString().TrimEnd());
                line.Clear().Append(indent);
            }

            line.Append(word).Append(' ');
        }

        text.AppendLine(line.ToString().TrimEnd());
    }
}
