using System;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>
/// Holds the targets that are going to run against what they require, and asks for what is missing where it can.
/// </summary>
internal static class RequirementCheck
{
    public static void Verify(NukeBuild build)
    {
        StaticConditions.Apply(build);
        foreach (var target in build.ScheduledTargets)
        {
            foreach (var requirement in target.DelegateRequirements)
                Verify(build, target, requirement);
        }

        foreach (var parameter in ParameterDeclaration.AllOf(build.GetType()).Where(x => x.IsRequired))
            VerifyMember(build, parameter, "the build");
    }

    private static void Verify(NukeBuild build, ExecutableTarget target, LambdaExpression requirement)
    {
        if (requirement is Expression<Func<bool>> condition)
        {
            Assert.True(condition.Compile().Invoke(), $"Target '{target.Name}' requires '{condition.Body}'");
            return;
        }

        if (requirement is Expression<Func<Tool>> tool)
        {
            Assert.True(tool.Compile().Invoke() is not null, $"Target '{target.Name}' requires the tool '{tool.Body}'");
            return;
        }

        VerifyMember(build, ParameterDeclaration.Of(requirement), $"target '{target.Name}'");
    }

    private static void VerifyMember(NukeBuild build, ParameterDeclaration parameter, string asker)
    {
        if (Value(build, parameter) is not null || Prompt(build, parameter) is not null)
            return;
        throw new InvalidOperationException(
            $"The parameter '--{parameter.DisplayName}' is required by {asker}, and has no value.");
    }

    private static object Value(NukeBuild build, ParameterDeclaration parameter) => parameter.Member switch
    {
        FieldInfo field => field.GetValue(field.IsStatic ? null : build),
        PropertyInfo property => property.GetValue(property.GetMethod.IsStatic ? null : build),
        _ => null,
    };

    private static object Prompt(NukeBuild build, ParameterDeclaration parameter)
    {
        if (NukeBuild.IsServerBuild || Console.IsInputRedirected || parameter.Member is not FieldInfo field)
            return null;
        HostConsole.WriteLine($"{parameter.Attribute.Description ?? parameter.DisplayName}:");
        var answer = parameter.IsSecret ? SecretPrompt.Read() : Console.ReadLine();
        if (string.IsNullOrEmpty(answer))
            return null;
        var value = ValueConverter.Convert([answer], parameter.Type, parameter.Attribute.Separator);
        field.SetValue(field.IsStatic ? null : build, value);
        return value;
    }
}
