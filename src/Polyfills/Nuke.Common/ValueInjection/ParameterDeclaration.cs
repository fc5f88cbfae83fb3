using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>A member with a <see cref="ParameterAttribute"/>, and under which name its value is passed.</summary>
internal sealed class ParameterDeclaration
{
    private ParameterDeclaration(MemberInfo member, ParameterAttribute attribute)
    {
        Member = member;
        Attribute = attribute;
        Type = (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType;
        var prefix = member.DeclaringType?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        Name = prefix + (attribute.Name ?? member.Name[(member.Name.LastIndexOf('.') + 1)..]);
    }

    public MemberInfo Member { get; }

    public ParameterAttribute Attribute { get; }

    public Type Type { get; }

    public string Name { get; }

    /// <summary>The name as users write it after two dashes.</summary>
    public string DisplayName => KebabCase(Name);

    public bool IsSecret => Member.IsDefined(typeof(SecretAttribute));

    public bool IsRequired => Member.IsDefined(typeof(RequiredAttribute));

    public Type ElementType => IsCollection ? Type.GetElementType() ?? Type.GetGenericArguments()[0] : Type;

    public bool IsCollection => Type != typeof(string) && (Type.IsArray ||
        Type.IsGenericType && Type.GetGenericArguments().Length == 1 && Type.IsAssignableTo(typeof(IEnumerable)));

    public static ParameterDeclaration Of(MemberInfo member) =>
        new(member, member.GetCustomAttribute<ParameterAttribute>() ?? new ParameterAttribute());

    public static ParameterDeclaration Of(LambdaExpression expression)
    {
        var body = expression.Body;
        if (body is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            body = convert.Operand;
        return body is MemberExpression member
            ? Of(member.Member)
            : throw new ArgumentException($"'{expression}' does not name a member.", nameof(expression));
    }

    /// <summary>Every parameter of a build class: its own, inherited ones, and those of its components.</summary>
    public static IReadOnlyList<ParameterDeclaration> AllOf(Type type)
    {
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic |
            BindingFlags.DeclaredOnly;
        var types = new List<Type>();
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
            types.Add(current);
        return [.. types.Concat(type.GetInterfaces()).SelectMany(x => x.GetMembers(Declared))
            .Where(x => x is FieldInfo or PropertyInfo && x.IsDefined(typeof(ParameterAttribute)))
            .Select(Of)];
    }

    internal static string KebabCase(string name)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 &&
                (!char.IsUpper(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]));
            if (startsWord && name[i - 1] != '-')
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
