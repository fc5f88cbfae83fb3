using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// A value that users pass to the build: on the command line as <c>--kebab-case</c>, in the environment (with or without the
/// prefix <c>NUKE_</c>), or in <c>.nuke/parameters.json</c>, in this order of precedence.
/// </summary>
public class ParameterAttribute : ValueInjectionAttributeBase
{
    public ParameterAttribute(string description = null) => Description = description;

    public virtual string Description { get; }

    /// <summary>The name to pass it under; the default is the member's.</summary>
    public string Name { get; set; }

    /// <summary>What separates the elements of an array inside one argument.</summary>
    public string Separator { get; set; }

    /// <summary>Whether the help text lists it; the default is true.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>The type with the member <see cref="ValueProviderMember"/>; the default is the build's.</summary>
    public Type ValueProviderType { get; set; }

    /// <summary>A static member that returns the allowed values as strings.</summary>
    public string ValueProviderMember { get; set; }

    public override object GetValue(MemberInfo member, object instance) =>
        ParameterSources.Current.GetValue(ParameterDeclaration.Of(member));

    public virtual IEnumerable<(string Text, object Object)> GetValueSet(MemberInfo member, object instance)
    {
        if (ValueProviderMember is null)
            return AllowedValues.OfType(ParameterDeclaration.Of(member).ElementType);
        var type = ValueProviderType ?? (instance?.GetType() ?? member.DeclaringType);
        return AllowedValues.FromProvider(type, ValueProviderMember, instance);
    }
}
